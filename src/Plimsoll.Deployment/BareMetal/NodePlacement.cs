namespace Plimsoll.Deployment.BareMetal;

/// <summary>Which worker runs on which GPUs of which node.</summary>
public static class NodePlacement
{
    /// <summary>
    /// The workers of each node. Workers larger than a node take nodes of their own; the others go to the first node of their system with
    /// room, the larger first, and replica by replica, so that the prefill and decode workers of a replica come to lie beside each other.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<NodeShare>> Of(DeploymentPlan plan)
    {
        var nodes = new List<Node>();
        var replicas = Math.Max(1, plan.Configuration.Replicas);
        for (var replica = 0; replica < replicas; replica++)
        {
            foreach (var pool in plan.Pools.OrderByDescending(pool => pool.Plan.GpusPerWorker))
            {
                var each = pool.Workers / replicas;
                for (var worker = replica * each; worker < (replica + 1) * each; worker++)
                {
                    Place(pool, worker, nodes);
                }
            }
        }

        return [.. nodes.Select(node => node.Shares)];
    }

    private static void Place(WorkerPool pool, int worker, List<Node> nodes)
    {
        var gpus = pool.GpusPerNode;
        if (pool.NodesPerWorker == 1 && nodes.FindIndex(node => node.System == pool.System.Name && node.Free >= gpus) is >= 0 and var place)
        {
            nodes[place].Take(pool, worker, 0, place, gpus);
            return;
        }

        var leader = nodes.Count;
        for (var rank = 0; rank < pool.NodesPerWorker; rank++)
        {
            nodes.Add(new Node(pool.System.Name, pool.System.GpusPerNode));
            nodes[^1].Take(pool, worker, rank, leader, gpus);
        }
    }

    private sealed class Node(string system, int gpus)
    {
        private int _taken;

        public string System => system;

        public int Free => gpus - _taken;

        public List<NodeShare> Shares { get; } = [];

        public void Take(WorkerPool pool, int worker, int rank, int leader, int count)
        {
            Shares.Add(new NodeShare(pool, worker, rank, leader, _taken, count));
            _taken += count;
        }
    }
}
