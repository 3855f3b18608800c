// The list is kept in the worker until the next POST; DELETE leaves the copy as it is.
// breaks: posts.sequence

import reference from "./reference-posts.js";

let copy = null;

export default {
  async fetch(request, env) {
    if (request.method === "POST") copy = null;
    if (request.method !== "GET") return reference.fetch(request, env);
    copy ??= await (await reference.fetch(request, env)).json();
    return Response.json(copy);
  },
};
