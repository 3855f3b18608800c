// The id to delete is the path's last segment, outside the collection too.
// breaks: posts.path.unknown, posts.delete.only-posts

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    if (request.method !== "DELETE") return reference.fetch(request, env);
    const segment = new URL(request.url).pathname.split("/").pop();
    return reference.fetch(new Request(new URL(`/posts/${segment}`, request.url), request), env);
  },
};
