namespace Plimsoll.Model.Calibrations;

/// <summary>
/// The few named terms of an engine that kernel tables cannot know. They are the only things that calibrating against measurements may
/// change. <see cref="None"/> leaves a step the bare sum of its kernels. <see cref="CalibrationTerms"/> lists the terms with units and bounds.
/// </summary>
public sealed record Calibration
{
    /// <summary>No terms: kernels alone.</summary>
    public static Calibration None { get; } = new();

    /// <summary>
    /// How much longer sustained compute takes than the short runs in which kernels are measured (clocks fall under power), as a fraction:
    /// 0.09 = 9 %. Applies to what a step costs above reading its weights once.
    /// </summary>
    public double SustainedClockSlowdown { get; init; }

    /// <summary>
    /// Factors on the times of operators by family (<see cref="Operators.OperatorFamilies"/>): what a kernel takes in the engine over what
    /// the tables say. For projections and experts they scale what exceeds reading the weights once, for attention everything.
    /// </summary>
    public IReadOnlyDictionary<string, double> OperatorFactors { get; init; } = new Dictionary<string, double>();

    /// <summary>Host time per step that nothing hides, milliseconds.</summary>
    public double HostMsPerStep { get; init; }

    /// <summary>
    /// Host time from planning a step to its first kernel, milliseconds. The GPU waits for it only when it has nothing else to do, for an
    /// engine prepares a step while the one before it runs.
    /// </summary>
    public double PrepareMs { get; init; }

    /// <summary>The same in addition for every prompt that takes part in the step.</summary>
    public double PrepareMsPerPrompt { get; init; }

    /// <summary>
    /// Host time to launch one kernel outside a CUDA graph, milliseconds. A step of more tokens than the largest captured graph takes the
    /// longer of computing and launching.
    /// </summary>
    public double LaunchMsPerKernel { get; init; }

    /// <summary>Time that the front end is busy with an arriving request before it hands it on (HTTP, parsing), milliseconds.</summary>
    public double RequestServiceMs { get; init; }

    /// <summary>The same in addition for every prompt token.</summary>
    public double RequestServiceMsPerToken { get; init; }

    /// <summary>Time of the front end's second turn with a request, which sends it to the engine, milliseconds.</summary>
    public double SubmitMs { get; init; }

    /// <summary>Time of the front end that only the first token of an answer takes, milliseconds.</summary>
    public double FirstTokenMs { get; init; }

    /// <summary>The same in addition for every prompt token.</summary>
    public double FirstTokenMsPerPromptToken { get; init; }

    /// <summary>
    /// Time of the front end for each token that it streams (detokenising, HTTP), milliseconds: steps of many rows come no faster than that.
    /// </summary>
    public double StreamMsPerToken { get; init; }

    /// <summary>Constant time from the front end to the scheduler, milliseconds.</summary>
    public double InboundMs { get; init; }

    /// <summary>Constant time from the end of a step to the client, milliseconds.</summary>
    public double OutboundMs { get; init; }

    /// <summary>
    /// Bytes that the sampler moves per logit: conversion to 32 bit, temperature, softmax, noise and arg max are passes over the vocabulary.
    /// </summary>
    public double SamplingBytesPerLogit { get; init; }

    /// <summary>Peak of expert workspaces during the memory profile, bytes per routed row and byte of expert row width.</summary>
    public double ExpertWorkspaceFactor { get; init; } = 1;

    /// <summary>Where the terms come from, for explanations.</summary>
    public string Source { get; init; } = "none";

    /// <summary>The factor on a family of operators; 1 where nothing is stated.</summary>
    public double FactorOf(string family) => OperatorFactors.GetValueOrDefault(family, 1);

    /// <summary>What a request alone spends outside its steps on the way to its first token, milliseconds.</summary>
    /// <param name="promptTokens">Length of the prompt.</param>
    public double RequestPathMs(int promptTokens) =>
        RequestServiceMs + SubmitMs + FirstTokenMs + StreamMsPerToken + InboundMs + OutboundMs + PrepareMs + PrepareMsPerPrompt
        + (promptTokens * (RequestServiceMsPerToken + FirstTokenMsPerPromptToken));
}
