#!/usr/bin/env bash
# Node 0 of 4. Runs inside nvcr.io/nvidia/ai-dynamo/sglang-runtime:1.3.0.
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
python3 -m dynamo.sglang \
  --model-path deepseek-ai/DeepSeek-V3 \
  --served-model-name deepseek-ai/DeepSeek-V3 \
  --tensor-parallel-size 16 \
  --pipeline-parallel-size 1 \
  --data-parallel-size 16 \
  --enable-dp-attention \
  --expert-parallel-size 16 \
  --mem-fraction-static 0.822 \
  --max-running-requests 32768 \
  --chunked-prefill-size 131072 \
  --context-length 5012 \
  --kv-cache-dtype fp8_e4m3 \
  --disable-radix-cache \
  --cuda-graph-max-bs 256 \
  --dist-init-addr "${nodes[0]}":29500 --nnodes 2 --node-rank 0 2>&1 | sed -u 's/^/[agg 0] /' &

wait -n

#!/usr/bin/env bash
# Node 1 of 4. Runs inside nvcr.io/nvidia/ai-dynamo/sglang-runtime:1.3.0.
set -euo pipefail
cd "$(dirname "$0")"
trap 'trap - EXIT INT TERM; kill 0' EXIT INT TERM

export HEAD_NODE_IP="${HEAD_NODE_IP:?the address of node 0, where etcd and NATS run}"
IFS=, read -ra nodes <<< "${NODE_IPS:?the addresses of all 4 nodes in order, with commas between}"
export ETCD_ENDPOINTS="http://${HEAD_NODE_IP}:2379"
export NATS_SERVER="nats://${HEAD_NODE_IP}:4222"

CUDA_VISIBLE_DEVICES=0,1,2,3,4,5,6,7 \
DYN_SYSTEM_PORT=8081 \
python3 -m dynamo.sglang \
  --model-path deepseek-ai/DeepSeek-V3 \
  --served-model-name deepseek-ai/DeepSeek-V3 \
  --tensor-parallel-size 16 \
  --pipeline-parallel-size 1 \
  --data-parallel-size 16 \
  --enable-dp-attention \
  --expert-parallel-size 16 \
  --mem-fraction-static 0.822 \
  --max-running-requests 32768 \
  --chunked-prefill-size 131072 \
  --context-length 5012 \
  --kv-cache-dtype fp8_e4m3 \
  --disable-radix-cache \
  --cuda-graph-max-bs 256 \
  --dist-init-addr "${nodes[0]}":29500 --nnodes 2 --node-rank 1 2>&1 | sed -u 's/^/[agg 0] /' &

wait -n

#!/usr/bin/env bash
# Node 2 of 4. Runs inside nvcr.io/nvidia/ai-dynamo/sglang-runtime:1.3.0.
set -euo pipefail
cd "$(dirname "$0")"
trap 'trap - EXIT INT TERM; kill 0' EXIT INT TERM

export HEAD_NODE_IP="${HEAD_NODE_IP:?the address of node 0, where etcd and NATS run}"
IFS=, read -ra nodes <<< "${NODE_IPS:?the addresses of all 4 nodes in order, with commas between}"
export ETCD_ENDPOINTS="http://${HEAD_NODE_IP}:2379"
export NATS_SERVER="nats://${HEAD_NODE_IP}:4222"

CUDA_VISIBLE_DEVICES=0,1,2,3,4,5,6,7 \
DYN_SYSTEM_PORT=8081 \
python3 -m dynamo.sglang \
  --model-path deepseek-ai/DeepSeek-V3 \
  --served-model-name deepseek-ai/DeepSeek-V3 \
  --tensor-parallel-size 16 \
  --pipeline-parallel-size 1 \
  --data-parallel-size 16 \
  --enable-dp-attention \
  --expert-parallel-size 16 \
  --mem-fraction-static 0.822 \
  --max-running-requests 32768 \
  --chunked-prefill-size 131072 \
  --context-length 5012 \
  --kv-cache-dtype fp8_e4m3 \
  --disable-radix-cache \
  --cuda-graph-max-bs 256 \
  --dist-init-addr "${nodes[2]}":29500 --nnodes 2 --node-rank 0 2>&1 | sed -u 's/^/[agg 1] /' &

wait -n

#!/usr/bin/env bash
# Node 3 of 4. Runs inside nvcr.io/nvidia/ai-dynamo/sglang-runtime:1.3.0.
set -euo pipefail
cd "$(dirname "$0")"
trap 'trap - EXIT INT TERM; kill 0' EXIT INT TERM

export HEAD_NODE_IP="${HEAD_NODE_IP:?the address of node 0, where etcd and NATS run}"
IFS=, read -ra nodes <<< "${NODE_IPS:?the addresses of all 4 nodes in order, with commas between}"
export ETCD_ENDPOINTS="http://${HEAD_NODE_IP}:2379"
export NATS_SERVER="nats://${HEAD_NODE_IP}:4222"

CUDA_VISIBLE_DEVICES=0,1,2,3,4,5,6,7 \
DYN_SYSTEM_PORT=8081 \
python3 -m dynamo.sglang \
  --model-path deepseek-ai/DeepSeek-V3 \
  --served-model-name deepseek-ai/DeepSeek-V3 \
  --tensor-parallel-size 16 \
  --pipeline-parallel-size 1 \
  --data-parallel-size 16 \
  --enable-dp-attention \
  --expert-parallel-size 16 \
  --mem-fraction-static 0.822 \
  --max-running-requests 32768 \
  --chunked-prefill-size 131072 \
  --context-length 5012 \
  --kv-cache-dtype fp8_e4m3 \
  --disable-radix-cache \
  --cuda-graph-max-bs 256 \
  --dist-init-addr "${nodes[2]}":29500 --nnodes 2 --node-rank 1 2>&1 | sed -u 's/^/[agg 1] /' &

wait -n
