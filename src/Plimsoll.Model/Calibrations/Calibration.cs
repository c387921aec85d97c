namespace Plimsoll.Model.Calibrations;

/// <summary>
/// The few named terms of an engine that kernel tables cannot know. They are the only things that calibrating against measurements may
/// change. <see cref="None"/> leaves a step the bare sum of its kernels.
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

    /// <summary>Host time per step that the GPU waits for, milliseconds.</summary>
    public double HostMsPerStep { get; init; }

    /// <summary>
    /// Host time per decode row and step (scheduling, detokenising, streaming), milliseconds; it runs beside the GPU, so a step takes the
    /// longer of the two.
    /// </summary>
    public double HostMsPerRow { get; init; }

    /// <summary>Constant time of the request path outside the engine (HTTP, tokenising, scheduling, streaming), milliseconds.</summary>
    public double RequestPathMs { get; init; }

    /// <summary>
    /// Bytes that the sampler moves per logit: conversion to 32 bit, temperature, softmax, noise and arg max are passes over the vocabulary.
    /// </summary>
    public double SamplingBytesPerLogit { get; init; }

    /// <summary>Peak of expert workspaces during the memory profile, bytes per routed row and byte of expert row width.</summary>
    public double ExpertWorkspaceFactor { get; init; } = 1;

    /// <summary>Where the terms come from, for explanations.</summary>
    public string Source { get; init; } = "none";
}
