ARG ADAPTER_VERSION=0.8.4
FROM public.ecr.aws/docker/library/node:24-slim AS build
WORKDIR /src
COPY . .
RUN npm ci && npm run build

FROM public.ecr.aws/docker/library/node:24-slim
ENV AWS_LWA_PASS_THROUGH_PATH="/events" AWS_LWA_PORT=8080
COPY --from=public.ecr.aws/awsguru/aws-lambda-adapter:${ADAPTER_VERSION} /lambda-adapter /opt/extensions/lambda-adapter
COPY --from=build /src/dist /app
CMD ["node", "/app/worker.mjs"]
