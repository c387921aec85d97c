using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(Plimsoll.Benchmarks.Tables).Assembly).Run(args);
