# Tallyfoil in a container: docker build -t tallyfoil . && docker run --rm -p 127.0.0.1:7420:7420 -v tallyfoil:/data tallyfoil
ARG NODE_IMAGE=node:24-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run pack

# What the program needs to run, by the lock file.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM ${NODE_IMAGE}
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini ca-certificates \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node /data
COPY --from=build /src/.pack/stage /app
COPY --from=dependencies /app/node_modules /app/node_modules
WORKDIR /data
# Inside a container only what is published can be reached; /data is a volume that outlives it.
ENV NODE_ENV=production TALLYFOIL_HOST=0.0.0.0 TALLYFOIL_PORT=7420 TALLYFOIL_DATA_DIR=/data
USER node
VOLUME /data
EXPOSE 7420
STOPSIGNAL SIGTERM
# 503 means that nothing arrives on any venue; what is only degraded goes on.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:7420/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/bin/tini", "--", "node", "/app/bin/tallyfoil.js"]
CMD ["serve"]
