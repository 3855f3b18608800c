// The newest post stands at the head of the list, and once more in its place.
// breaks: posts.list.no-duplicates

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const answer = await reference.fetch(request, env);
    if (request.method !== "GET" || !answer.ok) return answer;
    const posts = await answer.json();
    return Response.json([...posts.slice(-1), ...posts]);
  },
};
