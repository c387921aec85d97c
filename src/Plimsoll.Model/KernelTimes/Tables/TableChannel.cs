namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>Why a table file may answer for a backend version, from nearest to farthest.</summary>
public enum TableChannel
{
    /// <summary>Measured with the release itself.</summary>
    Own,

    /// <summary>Another release whose times the database declares equal (<c>reuse.yaml</c>).</summary>
    Declared,

    /// <summary>The nearest older release that has the table.</summary>
    Older,

    /// <summary>The nearest newer release that has the table.</summary>
    Newer,
}
