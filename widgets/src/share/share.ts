/** Small comforts of a survey's tabs: copying, picking colours, the real survey beside the theme. All work without this. */

import { wireColours } from "./colours.ts";
import { wireCopying } from "./copying.ts";
import { wireLook } from "./look.ts";

wireCopying();
wireColours();
const preview = document.querySelector<HTMLElement>("[data-look]");
if (preview) wireLook(preview);
