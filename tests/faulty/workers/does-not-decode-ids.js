// An id in the path is compared as it was sent, percent signs and all.
// breaks: posts.delete.encoded-id

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    if (!request.url.includes("%")) return reference.fetch(request, env);
    return Response.json({ error: "there is no such post" }, { status: 404 });
  },
};
