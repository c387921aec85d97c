using FsCheck.Fluent;
using Plimsoll.Deployment.Names;
using Plimsoll.Deployment.Options;
using Plimsoll.Model.Validation;
using Plimsoll.Testing;

namespace Plimsoll.Deployment.Tests.Options;

/// <summary>Assignments are typed; what is wrong is said for all of them at once.</summary>
public sealed class OptionReaderTests
{
    [Fact]
    public void Every_problem_is_said_with_its_key_and_the_nearest_name()
    {
        var errors = new List<ValidationError>();
        OptionReader.Read(
            ["K8sConfig.k8s_namspace=a", "K8sConfig.k8s_namespace=Team A", "Workers.prefil.max_batch_size=1", "ServiceConfig.port=70000", "nonsense"],
            new DeploymentOptions(),
            errors);

        Assert.Equal(
            [
                "K8sConfig.k8s_namspace: unknown key (did you mean 'K8sConfig.k8s_namespace'?)",
                "K8sConfig.k8s_namespace: 'Team A' is not lower-case letters, digits and dashes, at most 63",
                "Workers.prefil.max_batch_size: is not Workers.agg.SETTING, Workers.prefill.SETTING or Workers.decode.SETTING (did you mean 'Workers.prefill.max_batch_size'?)",
                "ServiceConfig.port: '70000' is not a port from 1 to 65535",
                "nonsense: is not KEY=VALUE",
            ],
            errors.Select(error => error.ToString()));
    }

    [Fact]
    public void The_later_of_two_values_wins()
    {
        var errors = new List<ValidationError>();
        var options = OptionReader.Read(
            ["ServiceConfig.port=1", "ServiceConfig.port=2", "Workers.agg.max_batch_size=3", "Workers.agg.max_batch_size=4"], new DeploymentOptions(), errors);

        Assert.Empty(errors);
        Assert.Equal(2, options.Port);
        Assert.Equal("4", Assert.Single(options.Overrides).Value);
    }

    [Fact]
    public void No_invalid_name_gets_through() =>
        Properties.Check(ArbMap.Default.GeneratorFor<string?>(), text =>
        {
            var options = OptionReader.Read([$"K8sConfig.k8s_namespace={text}", $"K8sConfig.name_prefix={text}"], new DeploymentOptions(), []);
            return (options.Namespace is null || KubernetesNames.IsLabel(options.Namespace)) && KubernetesNames.IsLabel($"{options.NamePrefix}-disagg-benchmark");
        });
}
