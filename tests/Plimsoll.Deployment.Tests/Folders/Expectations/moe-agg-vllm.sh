#!/usr/bin/env bash
# Node 0 of 4. Runs inside nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.3.0.
set -euo pipefail
cd "$(dirname "$0")"
trap 'trap - EXIT INT TERM; kill 0' EXIT INT TERM

export HEAD_NODE_IP="${HEAD_NODE_IP:?the address of node 0, where etcd and NATS run}"
IFS=, read -ra nodes <<< "${NODE_IPS:?the addresses of all 4 nodes in order, with commas between}"
export ETCD_ENDPOINTS="http://${HEAD_NODE_IP}:2379"
export NATS_SERVER="nats://${HEAD_NODE_IP}:4222"

python3 -m dynamo.frontend \
  --http-port 8000 2>&1 | sed -u 's/^/[frontend] /' &

CUDA_VISIBLE_DEVICES=0,1,2,3,4,5,6,7 \
DYN_SYSTEM_PORT=8081 \
VLLM_NIXL_SIDE_CHANNEL_PORT=20197 \
python3 -m dynamo.vllm \
  --model deepseek-ai/DeepSeek-V3 \
  --served-model-name deepseek-ai/DeepSeek-V3 \
  --tensor-parallel-size 1 \
  --pipeline-parallel-size 1 \
  --data-parallel-size 16 \
  --enable-expert-parallel \
  --gpu-memory-utilization 0.92 \
  --max-num-seqs 1024 \
  --max-num-batched-tokens 8192 \
  --max-model-len 5012 \
  --kv-cache-dtype fp8 \
  --no-enable-prefix-caching \
  --data-parallel-address "${nodes[0]}" --data-parallel-rpc-port 29500 --data-parallel-size-local 8 2>&1 | sed -u 's/^/[agg 0] /' &

wait -n

#!/usr/bin/env bash
# Node 1 of 4. Runs inside nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.3.0.
set -euo pipefail
cd "$(dirname "$0")"
trap 'trap - EXIT INT TERM; kill 0' EXIT INT TERM

export HEAD_NODE_IP="${HEAD_NODE_IP:?the address of node 0, where etcd and NATS run}"
IFS=, read -ra nodes <<< "${NODE_IPS:?the addresses of all 4 nodes in order, with commas between}"
export ETCD_ENDPOINTS="http://${HEAD_NODE_IP}:2379"
export NATS_SERVER="nats://${HEAD_NODE_IP}:4222"

CUDA_VISIBLE_DEVICES=0,1,2,3,4,5,6,7 \
DYN_SYSTEM_PORT=8081 \
VLLM_NIXL_SIDE_CHANNEL_PORT=20197 \
python3 -m dynamo.vllm \
  --model deepseek-ai/DeepSeek-V3 \
  --served-model-name deepseek-ai/DeepSeek-V3 \
  --tensor-parallel-size 1 \
  --pipeline-parallel-size 1 \
  --data-parallel-size 16 \
  --enable-expert-parallel \
  --gpu-memory-utilization 0.92 \
  --max-num-seqs 1024 \
  --max-num-batched-tokens 8192 \
  --max-model-len 5012 \
  --kv-cache-dtype fp8 \
  --no-enable-prefix-caching \
  --data-parallel-address "${nodes[0]}" --data-parallel-rpc-port 29500 --data-parallel-size-local 8 --data-parallel-start-rank 8 --headless 2>&1 | sed -u 's/^/[agg 0] /' &

wait -n

#!/usr/bin/env bash
# Node 2 of 4. Runs inside nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.3.0.
set -euo pipefail
cd "$(dirname "$0")"
trap 'trap - EXIT INT TERM; kill 0' EXIT INT TERM

export HEAD_NODE_IP="${HEAD_NODE_IP:?the address of node 0, where etcd and NATS run}"
IFS=, read -ra nodes <<< "${NODE_IPS:?the addresses of all 4 nodes in order, with commas between}"
export ETCD_ENDPOINTS="http://${HEAD_NODE_IP}:2379"
export NATS_SERVER="nats://${HEAD_NODE_IP}:4222"

CUDA_VISIBLE_DEVICES=0,1,2,3,4,5,6,7 \
DYN_SYSTEM_PORT=8081 \
VLLM_NIXL_SIDE_CHANNEL_PORT=20197 \
python3 -m dynamo.vllm \
  --model deepseek-ai/DeepSeek-V3 \
  --served-model-name deepseek-ai/DeepSeek-V3 \
  --tensor-parallel-size 1 \
  --pipeline-parallel-size 1 \
  --data-parallel-size 16 \
  --enable-expert-parallel \
  --gpu-memory-utilization 0.92 \
  --max-num-seqs 1024 \
  --max-num-batched-tokens 8192 \
  --max-model-len 5012 \
  --kv-cache-dtype fp8 \
  --no-enable-prefix-caching \
  --data-parallel-address "${nodes[2]}" --data-parallel-rpc-port 29500 --data-parallel-size-local 8 2>&1 | sed -u 's/^/[agg 1] /' &

wait -n

#!/usr/bin/env bash
# Node 3 of 4. Runs inside nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.3.0.
set -euo pipefail
cd "$(dirname "$0")"
trap 'trap - EXIT INT TERM; kill 0' EXIT INT TERM

export HEAD_NODE_IP="${HEAD_NODE_IP:?the address of node 0, where etcd and NATS run}"
IFS=, read -ra nodes <<< "${NODE_IPS:?the addresses of all 4 nodes in order, with commas between}"
export ETCD_ENDPOINTS="http://${HEAD_NODE_IP}:2379"
export NATS_SERVER="nats://${HEAD_NODE_IP}:4222"

CUDA_VISIBLE_DEVICES=0,1,2,3,4,5,6,7 \
DYN_SYSTEM_PORT=8081 \
VLLM_NIXL_SIDE_CHANNEL_PORT=20197 \
python3 -m dynamo.vllm \
  --model deepseek-ai/DeepSeek-V3 \
  --served-model-name deepseek-ai/DeepSeek-V3 \
  --tensor-parallel-size 1 \
  --pipeline-parallel-size 1 \
  --data-parallel-size 16 \
  --enable-expert-parallel \
  --gpu-memory-utilization 0.92 \
  --max-num-seqs 1024 \
  --max-num-batched-tokens 8192 \
  --max-model-len 5012 \
  --kv-cache-dtype fp8 \
  --no-enable-prefix-caching \
  --data-parallel-address "${nodes[2]}" --data-parallel-rpc-port 29500 --data-parallel-size-local 8 --data-parallel-start-rank 8 --headless 2>&1 | sed -u 's/^/[agg 1] /' &

wait -n
