# What the original Infernet Node's README tells people to type. ./mvnw and ./atoll are what Atoll itself is built and started with.
tag ?= 0.1.0
image = ritualnetwork/infernet-node:$(tag)
export tag

# Either name of Compose that is installed.
compose := $(shell docker compose version >/dev/null 2>&1 && echo docker compose || echo docker-compose)
config = $(or $(INFERNET_CONFIG_PATH),$(firstword $(wildcard config.json deploy/config.json)),config.json)

.PHONY: all install run run-node stop-node restart-node build build-gpu build-here build-multiplatform publish

all: install

install:
	./atoll version

run:
	./atoll infernet --config $(config)

run-node:
	$(compose) -f deploy/docker-compose.yaml up -d

stop-node:
	$(compose) -f deploy/docker-compose.yaml down

restart-node: stop-node run-node

build:
	docker build -t $(image) .

build-gpu:
	docker build -t $(image)-gpu -f Dockerfile-gpu .

# Without a registry: everything in the image is made from this machine.
build-here:
	deploy/image/here $(image)

# Needs a builder: docker buildx create --name atoll --bootstrap --use
build-multiplatform:
	docker buildx build --platform linux/amd64,linux/arm64 -t $(image) --push .
	docker buildx build --platform linux/amd64,linux/arm64 -t $(image)-gpu -f Dockerfile-gpu --push .

publish:
	docker image push $(image)
