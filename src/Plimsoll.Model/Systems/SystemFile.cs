namespace Plimsoll.Model.Systems;

/// <summary>One system file of a measured database: the GPU node and where its tables lie.</summary>
/// <param name="System">The facts of the node.</param>
/// <param name="DataDirectory">Folder of the tables, relative to the folder of the system file, e.g. <c>data/h200_sxm</c>.</param>
public sealed record SystemFile(GpuSystem System, string DataDirectory);
