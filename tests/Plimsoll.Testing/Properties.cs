using FsCheck;
using FsCheck.Fluent;

namespace Plimsoll.Testing;

/// <summary>Runs FsCheck properties with a fixed size and a throwing runner.</summary>
public static class Properties
{
    /// <summary>Checks <paramref name="holds"/> on generated values; throws with the counter-example and its replay seed.</summary>
    public static void Check<T>(Gen<T> generator, Func<T, bool> holds, int tests = 300) =>
        Prop.ForAll(Arb.From(generator), holds)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(tests).WithQuietOnSuccess(true));
}
