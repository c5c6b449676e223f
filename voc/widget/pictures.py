"""Pictures of choices, for pages of any site: the widget fetches them with the survey that names them."""

from litestar import Controller, Response, get
from litestar.params import FromPath

from voc.surveys import pictures
from voc.widget import service

_FOR_EVER = "public, max-age=31536000, immutable"


class PictureController(Controller):
    """Public, as the surveys are; whoever changes a picture gives it another address."""

    path = "/c"
    tags = ["widget"]
    opt = {"public": True}
    security = [{}]

    @get("/{project:str}/pictures/{picture_id:str}", summary="A picture")
    async def picture(self, project: FromPath[str], picture_id: FromPath[str]) -> Response[bytes]:
        """As its author uploaded it, of the type that its content has."""
        workspace = await service.workspace_of(project)
        found, content = await pictures.read(workspace.id, picture_id)
        headers = {"cache-control": _FOR_EVER, "content-disposition": "inline"}
        return Response(content, media_type=found.kind, headers=headers)
