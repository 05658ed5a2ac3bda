# The page with its models inside: no download at run time, no root, one writable folder.
#   docker build -t footnote . && docker run --rm -p 7860:7860 -v footnote:/data footnote
# Add your own articles:  docker run --rm -v footnote:/data -v "$PWD/news:/news:ro" footnote index /news
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
# The pip that Python 3.11 brings stops at an extra that two packages spell differently.
RUN python -m venv /venv && /venv/bin/pip install --upgrade "pip>=25"
# The CPU build of torch first: the default one brings gigabytes of GPU libraries along.
RUN /venv/bin/pip install --index-url https://download.pytorch.org/whl/cpu torch==2.13.0 \
    || /venv/bin/pip install torch==2.13.0
COPY pyproject.toml README.md LICENSE app.py ./
COPY assistant ./assistant
COPY corpus ./corpus
COPY index ./index
COPY prompts ./prompts
# Language models and tools, if wanted: docker build --build-arg EXTRAS=openai,mcp .
ARG EXTRAS=""
RUN /venv/bin/pip install -e ".${EXTRAS:+[$EXTRAS]}"
# The embedder's graph is made now, so that the first start is quick and needs no room outside.
ENV XDG_CACHE_HOME=/app/.cache HF_HUB_OFFLINE=1
RUN /venv/bin/footnote index corpus/articles --data /tmp/warm --json > /dev/null && rm -rf /tmp/warm

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home /app footnote && mkdir /data && chown footnote /data
COPY --from=build /venv /venv
COPY --from=build --chown=footnote /app /app
ENV PATH=/venv/bin:$PATH XDG_CACHE_HOME=/app/.cache HF_HUB_OFFLINE=1 PYTHONUNBUFFERED=1 \
    FOOTNOTE_DATA=/data FOOTNOTE_HOST=0.0.0.0
WORKDIR /app
USER 10001
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/api/health', timeout=4)"]
ENTRYPOINT ["footnote"]
CMD ["serve"]
