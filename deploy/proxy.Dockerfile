# Caddy without root: it listens above 1024 inside, so it needs no right to open low ports.
FROM caddy:2.10.2
RUN setcap -r /usr/bin/caddy \
    && addgroup -S -g 10002 proxy \
    && adduser -S -D -H -u 10002 -G proxy proxy \
    && chown -R proxy:proxy /data /config
COPY --chmod=0644 deploy/Caddyfile /etc/caddy/Caddyfile
USER proxy
