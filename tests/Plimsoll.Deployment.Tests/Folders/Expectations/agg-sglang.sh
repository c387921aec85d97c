#!/usr/bin/env bash
# Node 0 of 1. Runs inside nvcr.io/nvidia/ai-dynamo/sglang-runtime:1.3.0.
set -euo pipefail
cd "$(dirname "$0")"
trap 'trap - EXIT INT TERM; kill 0' EXIT INT TERM

export HEAD_NODE_IP="${HEAD_NODE_IP:-127.0.0.1}"
export ETCD_ENDPOINTS="http://${HEAD_NODE_IP}:2379"
export NATS_SERVER="nats://${HEAD_NODE_IP}:4222"

python3 -m dynamo.frontend \
  --http-port 8000 2>&1 | sed -u 's/^/[frontend] /' &

CUDA_VISIBLE_DEVICES=0,1 \
DYN_SYSTEM_PORT=8081 \
python3 -m dynamo.sglang \
  --model-path Qwen/Qwen3-32B-FP8 \
  --served-model-name Qwen/Qwen3-32B-FP8 \
  --tensor-parallel-size 2 \
  --pipeline-parallel-size 1 \
  --data-parallel-size 1 \
  --mem-fraction-static 0.906 \
  --max-running-requests 2048 \
  --chunked-prefill-size 8192 \
  --context-length 5012 \
  --kv-cache-dtype fp8_e4m3 \
  --disable-radix-cache \
  --cuda-graph-max-bs 256 2>&1 | sed -u 's/^/[agg 0] /' &

CUDA_VISIBLE_DEVICES=2,3 \
DYN_SYSTEM_PORT=8082 \
python3 -m dynamo.sglang \
  --model-path Qwen/Qwen3-32B-FP8 \
  --served-model-name Qwen/Qwen3-32B-FP8 \
  --tensor-parallel-size 2 \
  --pipeline-parallel-size 1 \
  --data-parallel-size 1 \
  --mem-fraction-static 0.906 \
  --max-running-requests 2048 \
  --chunked-prefill-size 8192 \
  --context-length 5012 \
  --kv-cache-dtype fp8_e4m3 \
  --disable-radix-cache \
  --cuda-graph-max-bs 256 2>&1 | sed -u 's/^/[agg 1] /' &

CUDA_VISIBLE_DEVICES=4,5 \
DYN_SYSTEM_PORT=8083 \
python3 -m dynamo.sglang \
  --model-path Qwen/Qwen3-32B-FP8 \
  --served-model-name Qwen/Qwen3-32B-FP8 \
  --tensor-parallel-size 2 \
  --pipeline-parallel-size 1 \
  --data-parallel-size 1 \
  --mem-fraction-static 0.906 \
  --max-running-requests 2048 \
  --chunked-prefill-size 8192 \
  --context-length 5012 \
  --kv-cache-dtype fp8_e4m3 \
  --disable-radix-cache \
  --cuda-graph-max-bs 256 2>&1 | sed -u 's/^/[agg 2] /' &

CUDA_VISIBLE_DEVICES=6,7 \
DYN_SYSTEM_PORT=8084 \
python3 -m dynamo.sglang \
  --model-path Qwen/Qwen3-32B-FP8 \
  --served-model-name Qwen/Qwen3-32B-FP8 \
  --tensor-parallel-size 2 \
  --pipeline-parallel-size 1 \
  --data-parallel-size 1 \
  --mem-fraction-static 0.906 \
  --max-running-requests 2048 \
  --chunked-prefill-size 8192 \
  --context-length 5012 \
  --kv-cache-dtype fp8_e4m3 \
  --disable-radix-cache \
  --cuda-graph-max-bs 256 2>&1 | sed -u 's/^/[agg 3] /' &

wait -n
