namespace Plimsoll.Deployment.Dynamo;

/// <summary>The label that NVIDIA's GPU feature discovery gives to nodes of known systems.</summary>
internal static class GpuProducts
{
    /// <summary>The label's name.</summary>
    public const string Label = "nvidia.com/gpu.product";

    /// <summary>The product of a system; null when it is not known.</summary>
    public static string? Of(string system) => system switch
    {
        "h100_sxm" => "NVIDIA-H100-80GB-HBM3",
        "h100_pcie" => "NVIDIA-H100-PCIe",
        "h200_sxm" => "NVIDIA-H200",
        "b200_sxm" => "NVIDIA-B200",
        "b300_sxm" => "NVIDIA-B300",
        "gb200" => "NVIDIA-GB200",
        "gb300" => "NVIDIA-GB300",
        "a100_sxm" => "NVIDIA-A100-SXM4-80GB",
        "l40s" => "NVIDIA-L40S",
        "l4" => "NVIDIA-L4",
        _ => null,
    };
}
