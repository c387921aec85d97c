using Plimsoll.Model.Backends;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Models;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Operators;
using Plimsoll.Serving.Engines;

namespace Plimsoll.Benchmarks;

/// <summary>Workers on measured tables; the folder is named by <c>PLIMSOLL_SYSTEMS</c>.</summary>
public static class Tables
{
    /// <summary>The release that the benchmarks price.</summary>
    public static EngineVersion Engine { get; } = new(BackendKind.Vllm, "0.24.0");

    /// <summary>The systems folder.</summary>
    public static string Folder => Environment.GetEnvironmentVariable("PLIMSOLL_SYSTEMS")
        ?? throw new InvalidOperationException("set PLIMSOLL_SYSTEMS to a folder of measured tables");

    /// <summary>A model of the catalogue.</summary>
    public static ModelSpec Model(string id) => ModelCatalog.Find(id);

    /// <summary>A factory that reads its tables anew.</summary>
    public static ModelledEngineFactory Factory(string model)
    {
        var database = new TableDatabase(SystemsRoot.Open(Folder));
        var spec = Model(model);
        return new ModelledEngineFactory(
            spec,
            database.FindSystem("h200_sxm")!,
            Engine,
            spec.Quantization,
            [database.Source("h200_sxm", Engine, repair: true)],
            CalibrationCatalog.For(Engine),
            new OperatorOptions());
    }
}
