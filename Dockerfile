# syntax=docker/dockerfile:1

# --- stage 1: every dependency and voc itself as wheels; compilers stay here -------------------------------
FROM python:3.12-slim AS wheels

RUN apt-get update \
    && apt-get install --yes --no-install-recommends build-essential \
    && rm -rf /var/lib/apt/lists/*
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /source

# PyTorch first, from TORCH_INDEX if one is given. On Linux x86-64 the general package index carries the CUDA build
# (several GB); PyTorch's own index for CPU builds carries one of about 200 MB under the same version. The
# selector on pytorch.org shows its address:   docker compose build --build-arg TORCH_INDEX=…
ARG TORCH_INDEX=""
ARG TORCH_VERSION=2.13.0
RUN --mount=type=cache,target=/root/.cache/pip \
    pip wheel --wheel-dir /wheels ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} "torch==${TORCH_VERSION}"

COPY pyproject.toml README.md LICENSE ./
COPY ml ml
COPY voc voc
# Found in /wheels, a torch from TORCH_INDEX (2.13.0+cpu) counts as newer than the general index's 2.13.0 and stays.
RUN --mount=type=cache,target=/root/.cache/pip \
    pip wheel --wheel-dir /wheels --find-links /wheels .

# --- stage 2: what runs ---------------------------------------------------------------------------------------
FROM python:3.12-slim

RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
        --no-index --find-links /wheels voc

# The owner of these folders becomes the owner of the volumes that are first mounted on them.
RUN groupadd --gid 10001 voc \
    && useradd --uid 10001 --gid voc --no-create-home --home-dir /tmp --shell /usr/sbin/nologin voc \
    && install --directory --owner voc --group voc --mode 0700 /var/lib/voc

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VOC_DATA_DIR=/var/lib/voc
USER 10001:10001
WORKDIR /var/lib/voc
EXPOSE 8000

# For the API, which is what runs unless told otherwise; compose.yaml gives the other processes checks of their own.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
ENTRYPOINT ["voc"]
CMD ["api", "--host", "0.0.0.0"]
