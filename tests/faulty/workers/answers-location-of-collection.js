// Location names the collection, not the new post.
// breaks: posts.create.location

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const answer = await reference.fetch(request, env);
    if (answer.headers.has("Location")) answer.headers.set("Location", "/posts");
    return answer;
  },
};
