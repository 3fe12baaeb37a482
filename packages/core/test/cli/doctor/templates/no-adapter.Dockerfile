FROM public.ecr.aws/awsguru/aws-lambda-adapter:1.0.1 AS adapter
FROM public.ecr.aws/docker/library/node:24-slim
CMD ["node", "handler.mjs"]
