using System.Globalization;

namespace Plimsoll.Deployment.Benchmarks;

/// <summary>The AIPerf command line of a load.</summary>
public static class BenchmarkCommand
{
    /// <summary>The words of the command.</summary>
    /// <param name="load">The load.</param>
    /// <param name="model">The name under which the model is served.</param>
    /// <param name="tokenizer">The model whose tokenizer counts tokens.</param>
    /// <param name="url">The frontend.</param>
    public static IReadOnlyList<string> Words(BenchmarkLoad load, string model, string tokenizer, string url)
    {
        List<string> words =
        [
            "aiperf", "profile", "-m", model, "--tokenizer", tokenizer, "--endpoint-type", "chat", "-u", url, "--streaming",
            "--isl", Number(load.Isl), "--isl-stddev", Number(load.IslDeviation), "--osl", Number(load.Osl), "--osl-stddev", Number(load.OslDeviation),
            "--concurrency", Number(load.Concurrency), "--num-requests", Number(load.Requests), "--num-warmup-requests", Number(load.Warmup),
            "--extra-inputs", "ignore_eos:true", "--random-seed", "100", "--ui-type", "simple",
        ];
        if (load.Prefix > 0)
        {
            words.AddRange(["--prefix-prompt-length", Number(load.Prefix), "--num-prefix-prompts", "1"]);
        }

        if (load.RequestRate is { } rate)
        {
            // Arrivals at random; more in flight than planned must be possible, or the clients would hold the load back.
            words.AddRange(["--request-rate", rate.ToString("0.###", CultureInfo.InvariantCulture), "--request-rate-mode", "poisson"]);
            words[words.IndexOf("--concurrency") + 1] = Number(4 * load.Concurrency);
        }

        return words;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
