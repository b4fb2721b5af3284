# Atoll, as an Infernet node unless told otherwise. Build it here: docker build -t ritualnetwork/infernet-node:0.1.0 .
# Where no registry is reached: make build-here.
ARG JDK_IMAGE=maven:3-eclipse-temurin-25
ARG BASE_IMAGE=debian:stable-slim

FROM ${JDK_IMAGE} AS build
COPY . /src
RUN ["/bin/sh", "/src/deploy/image/lay-out", "/app"]

FROM ${BASE_IMAGE}
# By RUNTIME the node knows that its containers are at the host's name, not beside it.
ENV RUNTIME=docker LANG=C.UTF-8
WORKDIR /app
COPY --from=build /app /app
EXPOSE 4000
ENTRYPOINT ["/app/atoll"]
CMD ["infernet"]
