namespace Plimsoll.Serving.Engines;

/// <summary>Why a layout has no worker.</summary>
/// <param name="Category">A stable snake_case word under which refusals are counted, e.g. <c>kernel_data_missing</c>.</param>
/// <param name="Message">The reason with its numbers, for a reader.</param>
public sealed record EngineRefusal(string Category, string Message);
