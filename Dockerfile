# The portal's image: web server, worker and clock run from it, each with its own command.
FROM python:3.11.14-slim-bookworm AS packages
WORKDIR /portal
COPY requirements/portal.txt requirements/portal.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps -r requirements/portal.txt

FROM python:3.11.14-slim-bookworm
# What WeasyPrint loads to make PDFs.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 portal \
    && useradd --uid 10001 --gid portal --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal -m 0700 /srv/media /srv/keys /srv/keys-mirror
COPY --from=packages /opt/venv /opt/venv
WORKDIR /portal
COPY . .
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp/cache \
    DJANGO_SETTINGS_MODULE=inflytande.settings.production \
    MEDIA_ROOT=/srv/media \
    KEY_STORE_URL=file:///srv/keys?mirror=/srv/keys-mirror
# The values are for this one command and open nothing; the running portal refuses to start without its own.
# chmod: the portal reads its code also when the checkout was private to the user who built it.
RUN SECRET_KEY=build ALLOWED_HOSTS=build SEALING_KEYS=bm90LWEtc2VjcmV0LW5vdC1hLXNlY3JldC1ub3QtYS0hIQ== DATABASE_URL=postgresql://build/build REDIS_URL=redis://build \
    python manage.py collectstatic --noinput \
    && python -m compileall -q . \
    && chmod -R a+rX .
USER portal
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--no-ws", "--workers", "2", "--blocking-threads", "4", "inflytande.wsgi:application"]
