#!/usr/bin/env bash
# Node 0 of 1. Runs inside nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.3.0.
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
VLLM_NIXL_SIDE_CHANNEL_PORT=20197 \
python3 -m dynamo.vllm \
  --model Qwen/Qwen3-32B-FP8 \
  --served-model-name Qwen/Qwen3-32B-FP8 \
  --tensor-parallel-size 2 \
  --pipeline-parallel-size 1 \
  --data-parallel-size 1 \
  --gpu-memory-utilization 0.92 \
  --max-num-seqs 1024 \
  --max-num-batched-tokens 8192 \
  --max-model-len 5012 \
  --kv-cache-dtype fp8 \
  --no-enable-prefix-caching 2>&1 | sed -u 's/^/[agg 0] /' &

CUDA_VISIBLE_DEVICES=2,3 \
DYN_SYSTEM_PORT=8082 \
VLLM_NIXL_SIDE_CHANNEL_PORT=20213 \
python3 -m dynamo.vllm \
  --model Qwen/Qwen3-32B-FP8 \
  --served-model-name Qwen/Qwen3-32B-FP8 \
  --tensor-parallel-size 2 \
  --pipeline-parallel-size 1 \
  --data-parallel-size 1 \
  --gpu-memory-utilization 0.92 \
  --max-num-seqs 1024 \
  --max-num-batched-tokens 8192 \
  --max-model-len 5012 \
  --kv-cache-dtype fp8 \
  --no-enable-prefix-caching 2>&1 | sed -u 's/^/[agg 1] /' &

CUDA_VISIBLE_DEVICES=4,5 \
DYN_SYSTEM_PORT=8083 \
VLLM_NIXL_SIDE_CHANNEL_PORT=20229 \
python3 -m dynamo.vllm \
  --model Qwen/Qwen3-32B-FP8 \
  --served-model-name Qwen/Qwen3-32B-FP8 \
  --tensor-parallel-size 2 \
  --pipeline-parallel-size 1 \
  --data-parallel-size 1 \
  --gpu-memory-utilization 0.92 \
  --max-num-seqs 1024 \
  --max-num-batched-tokens 8192 \
  --max-model-len 5012 \
  --kv-cache-dtype fp8 \
  --no-enable-prefix-caching 2>&1 | sed -u 's/^/[agg 2] /' &

CUDA_VISIBLE_DEVICES=6,7 \
DYN_SYSTEM_PORT=8084 \
VLLM_NIXL_SIDE_CHANNEL_PORT=20245 \
python3 -m dynamo.vllm \
  --model Qwen/Qwen3-32B-FP8 \
  --served-model-name Qwen/Qwen3-32B-FP8 \
  --tensor-parallel-size 2 \
  --pipeline-parallel-size 1 \
  --data-parallel-size 1 \
  --gpu-memory-utilization 0.92 \
  --max-num-seqs 1024 \
  --max-num-batched-tokens 8192 \
  --max-model-len 5012 \
  --kv-cache-dtype fp8 \
  --no-enable-prefix-caching 2>&1 | sed -u 's/^/[agg 3] /' &

wait -n
