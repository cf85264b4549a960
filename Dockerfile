FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json app.json project.config.json ./
COPY scripts scripts
COPY shared shared
COPY sandbox sandbox
COPY host host
COPY miniprogram miniprogram
COPY server server
RUN npm run build && npm prune --omit=dev

FROM node:22-slim
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
# A new named volume takes its owner from here.
RUN mkdir /data && chown node:node /data
COPY package.json LICENSE ./
COPY bin bin
COPY scripts scripts
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# For `docker exec <container> approval-bridge doctor`.
RUN ln -s /app/bin/approval-bridge.js /usr/local/bin/approval-bridge
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/server/main.js"]
