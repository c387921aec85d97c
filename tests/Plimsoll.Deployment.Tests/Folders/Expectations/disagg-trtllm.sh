#!/usr/bin/env bash
# Node 0 of 2. Runs inside nvcr.io/nvidia/ai-dynamo/tensorrtllm-runtime:1.3.0.
set -euo pipefail
cd "$(dirname "$0")"
trap 'trap - EXIT INT TERM; kill 0' EXIT INT TERM

export HEAD_NODE_IP="${HEAD_NODE_IP:?the address of node 0, where etcd and NATS run}"
export ETCD_ENDPOINTS="http://${HEAD_NODE_IP}:2379"
export NATS_SERVER="nats://${HEAD_NODE_IP}:4222"

python3 -m dynamo.frontend \
  --http-port 8000 2>&1 | sed -u 's/^/[frontend] /' &

CUDA_VISIBLE_DEVICES=0,1,2,3 \
DYN_SYSTEM_PORT=8081 \
python3 -m dynamo.trtllm \
  --model-path Qwen/Qwen3-32B-FP8 \
  --served-model-name Qwen/Qwen3-32B-FP8 \
  --extra-engine-args ./decode_config.yaml \
  --disaggregation-mode decode 2>&1 | sed -u 's/^/[decode 0] /' &

CUDA_VISIBLE_DEVICES=4,5 \
DYN_SYSTEM_PORT=8082 \
python3 -m dynamo.trtllm \
  --model-path Qwen/Qwen3-32B-FP8 \
  --served-model-name Qwen/Qwen3-32B-FP8 \
  --extra-engine-args ./prefill_config.yaml \
  --disaggregation-mode prefill 2>&1 | sed -u 's/^/[prefill 0] /' &

CUDA_VISIBLE_DEVICES=6,7 \
DYN_SYSTEM_PORT=8083 \
python3 -m dynamo.trtllm \
  --model-path Qwen/Qwen3-32B-FP8 \
  --served-model-name Qwen/Qwen3-32B-FP8 \
  --extra-engine-args ./prefill_config.yaml \
  --disaggregation-mode prefill 2>&1 | sed -u 's/^/[prefill 1] /' &

wait -n

#!/usr/bin/env bash
# Node 1 of 2. Runs inside nvcr.io/nvidia/ai-dynamo/tensorrtllm-runtime:1.3.0.
set -euo pipefail
cd "$(dirname "$0")"
trap 'trap - EXIT INT TERM; kill 0' EXIT INT TERM

export HEAD_NODE_IP="${HEAD_NODE_IP:?the address of node 0, where etcd and NATS run}"
export ETCD_ENDPOINTS="http://${HEAD_NODE_IP}:2379"
export NATS_SERVER="nats://${HEAD_NODE_IP}:4222"

CUDA_VISIBLE_DEVICES=0,1,2,3 \
DYN_SYSTEM_PORT=8081 \
python3 -m dynamo.trtllm \
  --model-path Qwen/Qwen3-32B-FP8 \
  --served-model-name Qwen/Qwen3-32B-FP8 \
  --extra-engine-args ./decode_config.yaml \
  --disaggregation-mode decode 2>&1 | sed -u 's/^/[decode 1] /' &

CUDA_VISIBLE_DEVICES=4,5 \
DYN_SYSTEM_PORT=8082 \
python3 -m dynamo.trtllm \
  --model-path Qwen/Qwen3-32B-FP8 \
  --served-model-name Qwen/Qwen3-32B-FP8 \
  --extra-engine-args ./prefill_config.yaml \
  --disaggregation-mode prefill 2>&1 | sed -u 's/^/[prefill 2] /' &

CUDA_VISIBLE_DEVICES=6,7 \
DYN_SYSTEM_PORT=8083 \
python3 -m dynamo.trtllm \
  --model-path Qwen/Qwen3-32B-FP8 \
  --served-model-name Qwen/Qwen3-32B-FP8 \
  --extra-engine-args ./prefill_config.yaml \
  --disaggregation-mode prefill 2>&1 | sed -u 's/^/[prefill 3] /' &

wait -n
