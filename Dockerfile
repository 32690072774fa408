# The page, the API and the tools of searchlib, with an index in /index of a corpus in /corpus.
# How to use it: docs/serving.md, "In a container".
FROM python:3.13.5-slim-bookworm AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE MANIFEST.in ./
COPY searchlib ./searchlib
RUN python -m venv /opt/searchlib \
    && /opt/searchlib/bin/pip install --no-cache-dir --disable-pip-version-check '.[web,mcp,pdf,docx,watch]' \
    && /opt/searchlib/bin/python -m compileall -q /opt/searchlib/lib

FROM python:3.13.5-slim-bookworm
LABEL org.opencontainers.image.title="searchlib" \
      org.opencontainers.image.description="Complete, fast, citable search in Chinese official texts" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /opt/searchlib /opt/searchlib
# A named volume that is mounted here begins with this owner; an index is private to it.
RUN groupadd --gid 10001 searchlib \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin searchlib \
    && install -d -o 10001 -g 10001 -m 0700 /index \
    && install -d /corpus
ENV PATH=/opt/searchlib/bin:$PATH \
    SEARCHLIB_INDEX=/index \
    PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /corpus
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["searchlib"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
