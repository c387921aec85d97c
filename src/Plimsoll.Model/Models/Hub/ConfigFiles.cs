namespace Plimsoll.Model.Models.Hub;

/// <summary>The configuration files of one model.</summary>
/// <param name="Config">Bytes of <c>config.json</c>.</param>
/// <param name="QuantConfig">Bytes of <c>hf_quant_config.json</c>; empty when the model has none.</param>
/// <param name="Origin">The folder or address they come from.</param>
internal sealed record ConfigFiles(byte[] Config, byte[] QuantConfig, string Origin)
{
    /// <summary>Name of the configuration.</summary>
    public const string ConfigName = "config.json";

    /// <summary>Name of ModelOpt's quantisation file.</summary>
    public const string QuantConfigName = "hf_quant_config.json";
}
