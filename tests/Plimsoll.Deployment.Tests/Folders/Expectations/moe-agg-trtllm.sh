#!/usr/bin/env bash
# Node 0 of 4. Runs inside nvcr.io/nvidia/ai-dynamo/tensorrtllm-runtime:1.3.0.
set -euo pipefail
cd "$(dirname "$0")"
trap 'trap - EXIT INT TERM; kill 0' EXIT INT TERM

export HEAD_NODE_IP="${HEAD_NODE_IP:?the address of node 0, where etcd and NATS run}"
IFS=, read -ra nodes <<< "${NODE_IPS:?the addresses of all 4 nodes in order, with commas between}"
export ETCD_ENDPOINTS="http://${HEAD_NODE_IP}:2379"
export NATS_SERVER="nats://${HEAD_NODE_IP}:4222"

python3 -m dynamo.frontend \
  --http-port 8000 2>&1 | sed -u 's/^/[frontend] /' &

mpirun -np 16 --host "${nodes[0]}:8,${nodes[1]}:8" -x ETCD_ENDPOINTS -x NATS_SERVER \
  trtllm-llmapi-launch python3 -m dynamo.trtllm --model-path deepseek-ai/DeepSeek-V3 --served-model-name deepseek-ai/DeepSeek-V3 --extra-engine-args "$PWD/agg_config.yaml" 2>&1 | sed -u 's/^/[agg 0] /' &

wait -n

#!/usr/bin/env bash
# Node 1 of 4. Runs inside nvcr.io/nvidia/ai-dynamo/tensorrtllm-runtime:1.3.0.
set -euo pipefail
cd "$(dirname "$0")"
trap 'trap - EXIT INT TERM; kill 0' EXIT INT TERM

export HEAD_NODE_IP="${HEAD_NODE_IP:?the address of node 0, where etcd and NATS run}"
IFS=, read -ra nodes <<< "${NODE_IPS:?the addresses of all 4 nodes in order, with commas between}"
export ETCD_ENDPOINTS="http://${HEAD_NODE_IP}:2379"
export NATS_SERVER="nats://${HEAD_NODE_IP}:4222"

# Node 0 starts agg 0 here through MPI: image, folder and SSH keys must be the same on both.
sleep infinity &

wait -n

#!/usr/bin/env bash
# Node 2 of 4. Runs inside nvcr.io/nvidia/ai-dynamo/tensorrtllm-runtime:1.3.0.
set -euo pipefail
cd "$(dirname "$0")"
trap 'trap - EXIT INT TERM; kill 0' EXIT INT TERM

export HEAD_NODE_IP="${HEAD_NODE_IP:?the address of node 0, where etcd and NATS run}"
IFS=, read -ra nodes <<< "${NODE_IPS:?the addresses of all 4 nodes in order, with commas between}"
export ETCD_ENDPOINTS="http://${HEAD_NODE_IP}:2379"
export NATS_SERVER="nats://${HEAD_NODE_IP}:4222"

mpirun -np 16 --host "${nodes[2]}:8,${nodes[3]}:8" -x ETCD_ENDPOINTS -x NATS_SERVER \
  trtllm-llmapi-launch python3 -m dynamo.trtllm --model-path deepseek-ai/DeepSeek-V3 --served-model-name deepseek-ai/DeepSeek-V3 --extra-engine-args "$PWD/agg_config.yaml" 2>&1 | sed -u 's/^/[agg 1] /' &

wait -n

#!/usr/bin/env bash
# Node 3 of 4. Runs inside nvcr.io/nvidia/ai-dynamo/tensorrtllm-runtime:1.3.0.
set -euo pipefail
cd "$(dirname "$0")"
trap 'trap - EXIT INT TERM; kill 0' EXIT INT TERM

export HEAD_NODE_IP="${HEAD_NODE_IP:?the address of node 0, where etcd and NATS run}"
IFS=, read -ra nodes <<< "${NODE_IPS:?the addresses of all 4 nodes in order, with commas between}"
export ETCD_ENDPOINTS="http://${HEAD_NODE_IP}:2379"
export NATS_SERVER="nats://${HEAD_NODE_IP}:4222"

# Node 2 starts agg 1 here through MPI: image, folder and SSH keys must be the same on both.
sleep infinity &

wait -n
