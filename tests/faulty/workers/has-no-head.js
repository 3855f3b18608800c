// HEAD is refused as an unknown method.
// breaks: posts.method.head

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const isHead = request.method === "HEAD";
    return isHead ? new Response(null, { status: 405 }) : reference.fetch(request, env);
  },
};
