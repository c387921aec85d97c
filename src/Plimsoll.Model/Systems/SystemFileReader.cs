using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Systems;

/// <summary>
/// Reads system files of the AIConfigurator layout (<c>&lt;systems&gt;/&lt;name&gt;.yaml</c>): sections <c>gpu</c>, <c>node</c>
/// and <c>misc</c>; bytes, B/s, FLOP/s, seconds and watts.
/// </summary>
public static class SystemFileReader
{
    /// <summary>Longest accepted file, in bytes; the known ones have less than 4 KiB.</summary>
    public const int MaximumBytes = 256 * 1024;

    /// <summary>Reads a file; its name without the extension names the system.</summary>
    /// <exception cref="InvalidInputException">The file is too long or invalid; holds every problem.</exception>
    /// <exception cref="MissingDataException">The file cannot be opened.</exception>
    public static SystemFile Read(string path) => Parse(Path.GetFileNameWithoutExtension(path), Text(path), path);

    /// <summary>
    /// Reads a user's own system, for which there are no tables: <c>data_dir</c> is not needed, what is left out of the fitted terms is what
    /// most nodes have, and figures in the wrong unit are refused. The file's name without the extension names the system.
    /// </summary>
    /// <exception cref="InvalidInputException">The file is too long or invalid; holds every problem.</exception>
    /// <exception cref="MissingDataException">The file cannot be opened.</exception>
    public static GpuSystem ReadOwn(string path) => ParseOwn(Path.GetFileNameWithoutExtension(path), Text(path), path);

    /// <summary>Reads the text of a user's own system file.</summary>
    /// <param name="name">The system's name.</param>
    /// <param name="text">The YAML document.</param>
    /// <param name="source">What to call the file in errors.</param>
    /// <exception cref="InvalidInputException">Holds every problem with its line and key path.</exception>
    public static GpuSystem ParseOwn(string name, string text, string source)
    {
        var errors = new List<ValidationError>();
        var fields = new SystemFields(FlatYaml.Read(text, source, errors), source, errors);
        fields.TextOrNull("data_dir");
        var system = Bind(name, fields, SystemCatalog.Find("h200_sxm"));
        fields.RefuseUnread();
        Doubt(system, fields);
        return errors.Count == 0 ? system : throw new InvalidInputException(errors);
    }

    private static string Text(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= MaximumBytes
                ? File.ReadAllText(path)
                : throw new InvalidInputException(path, $"is {length} bytes long; a system file has at most {MaximumBytes}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MissingDataException(path, $"cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>Reads the text of a system file.</summary>
    /// <param name="name">The system's name, e.g. <c>h200_sxm</c>.</param>
    /// <param name="text">The YAML document.</param>
    /// <param name="source">What to call the file in errors.</param>
    /// <exception cref="InvalidInputException">Holds every problem with its line and key path.</exception>
    public static SystemFile Parse(string name, string text, string source)
    {
        var errors = new List<ValidationError>();
        var scalars = FlatYaml.Read(text, source, errors);
        var fields = new SystemFields(scalars, source, errors);
        var file = new SystemFile(Bind(name, fields, usual: null), fields.RelativeFolder("data_dir"));
        fields.RefuseUnread();
        return errors.Count == 0 ? file : throw new InvalidInputException(errors);
    }

    // A measured database leaves a term out to switch it off; a user leaves out what nobody has told.
    private static GpuSystem Bind(string name, SystemFields fields, GpuSystem? usual) => new()
    {
        Name = name,
        MemoryBandwidth = fields.Positive("gpu.mem_bw"),
        ElementwiseBandwidthShare = fields.Share("gpu.mem_bw_empirical_scaling_factor") ?? usual?.ElementwiseBandwidthShare ?? 1,
        ElementwiseLatency = fields.NotNegativeOrNull("gpu.mem_empirical_constant_latency") ?? usual?.ElementwiseLatency ?? 0,
        MemoryBytes = fields.Positive("gpu.mem_capacity"),
        Float32Flops = fields.PositiveOrNull("gpu.float32_tc_flops"),
        Bf16Flops = fields.Positive("gpu.bfloat16_tc_flops"),
        Int8Flops = fields.PositiveOrNull("gpu.int8_tc_flops"),
        Fp8Flops = fields.PositiveOrNull("gpu.fp8_tc_flops"),
        Fp4Flops = fields.PositiveOrNull("gpu.fp4_tc_flops"),
        PowerWatts = fields.NotNegativeOrNull("gpu.power") ?? 0,
        SmVersion = fields.CountOrNull("gpu.sm_version") ?? 0,
        GpusPerNode = fields.Count("node.num_gpus_per_node"),
        GpusPerRack = fields.CountOrNull("node.num_gpus_per_rack"),
        InterRackBandwidth = fields.PositiveOrNull("node.inter_rack_bw"),
        InterNodeBandwidth = fields.Positive("node.inter_node_bw"),
        IntraNodeBandwidth = fields.Positive("node.intra_node_bw"),
        PcieBandwidth = fields.PositiveOrNull("node.pcie_bw") ?? 0,
        PointToPointLatency = fields.NotNegativeOrNull("node.p2p_latency") ?? usual?.PointToPointLatency ?? 0,
        InterRackLatency = fields.NotNegativeOrNull("node.inter_rack_latency"),
        NcclBytes = fields.BytesByCount("misc.nccl_mem") is { Count: > 0 } stated ? stated : usual?.NcclBytes ?? new Dictionary<int, double>(),
        OtherBytes = fields.NotNegativeOrNull("misc.other_mem") ?? 0,
        NcclVersion = fields.TextOrNull("misc.nccl_version"),
        OneCclVersion = fields.TextOrNull("misc.oneccl_version"),
    };

    private static void Doubt(GpuSystem system, SystemFields fields)
    {
        foreach (var path in (string[])["gpu.mem_bw", "gpu.mem_capacity"])
        {
            fields.RefuseBelow(path, 1e9, path == "gpu.mem_bw" ? "B/s" : "bytes");
        }

        foreach (var path in (string[])["gpu.bfloat16_tc_flops", "gpu.int8_tc_flops", "gpu.fp8_tc_flops", "gpu.fp4_tc_flops", "gpu.float32_tc_flops"])
        {
            fields.RefuseBelow(path, 1e11, "operations/s");
        }

        foreach (var path in (string[])["node.intra_node_bw", "node.inter_node_bw", "node.inter_rack_bw", "node.pcie_bw"])
        {
            fields.RefuseBelow(path, 1e8, "B/s");
        }

        fields.RefuseIf(
            system.GpusPerRack < system.GpusPerNode, "node.num_gpus_per_rack", $"{system.GpusPerRack} GPUs of a rack are fewer than the {system.GpusPerNode} of a node");
        fields.RefuseIf(
            system.GpusPerRack is null && system.InterRackBandwidth is not null, "node.inter_rack_bw", "needs node.num_gpus_per_rack, which says where a rack ends");
        fields.RefuseIf(system.PointToPointLatency > 1, "node.p2p_latency", "is in seconds: no message takes that long");
        fields.RefuseIf(system.ElementwiseLatency > 1, "gpu.mem_empirical_constant_latency", "is in seconds: no kernel takes that long");
    }
}
