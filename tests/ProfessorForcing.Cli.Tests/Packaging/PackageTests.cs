using System.IO.Compression;

namespace ProfessorForcing.Cli.Tests.Packaging;

[Trait("Suite", "Slow")]
[Collection("Builds")] // of the same projects, so not at the same time
public sealed class PackageTests(PackageFixture packages) : IClassFixture<PackageFixture>
{
    [Fact]
    public void The_installed_command_helps() =>
        Assert.Contains("train", packages.Succeed(packages.Professor, ["--help"]), StringComparison.Ordinal);

    [Fact]
    public void The_installed_command_trains()
    {
        packages.Succeed(packages.Professor, ["train", "oracle", "--steps", "1", "--out", "run"]);
        Assert.True(File.Exists(Path.Combine(packages.Folder, "run", "config.json")));
        // What draws it has native files, too.
        Assert.True(File.Exists(Path.Combine(packages.Folder, "run", "plots", "curves.svg")));
    }

    [Theory]
    [InlineData("ProfessorForcing")]
    [InlineData("ProfessorForcing.Kernels")]
    public void A_library_package_has_its_documentation_readme_and_licence(string name)
    {
        using var package = OpenPackage(name);
        var files = package.Entries.Select(entry => entry.FullName).ToList();
        Assert.Contains($"lib/net10.0/{name}.dll", files);
        Assert.Contains($"lib/net10.0/{name}.xml", files);
        Assert.Contains("README.md", files);
        using var description = new StreamReader(package.GetEntry($"{name}.nuspec")!.Open());
        Assert.Contains("<license type=\"expression\">MIT</license>", description.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_leaves_the_choice_of_libtorch_to_the_program()
    {
        using var package = OpenPackage("ProfessorForcing");
        using var reader = new StreamReader(package.GetEntry("ProfessorForcing.nuspec")!.Open());
        var description = reader.ReadToEnd();
        Assert.Contains("id=\"TorchSharp\"", description, StringComparison.Ordinal);
        Assert.DoesNotContain("TorchSharp-c", description, StringComparison.Ordinal);
    }

    /// <summary>A program elsewhere, with libtorch beside it by runtime, or left in the package cache, or flat beside it.</summary>
    [Theory]
    [InlineData("by runtime", "")]
    [InlineData("in the cache", "<CopyLocalLockFileAssemblies>false</CopyLocalLockFileAssemblies><GenerateRuntimeConfigDevFile>true</GenerateRuntimeConfigDevFile>")]
    [InlineData("flat", "<RuntimeIdentifier>$(NETCoreSdkPortableRuntimeIdentifier)</RuntimeIdentifier><SelfContained>false</SelfContained>")]
    public void A_program_that_uses_the_library_needs_nothing_else(string where, string properties)
    {
        var folder = Directory.CreateDirectory(Path.Combine(packages.Folder, where)).FullName;
        var version = typeof(Native.NativeLibraries).Assembly.GetName().Version!.ToString(3);
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen
            ? chosen
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        // Its own package folder keeps the packages under test out of the user's; the rest is taken from there.
        File.WriteAllText(Path.Combine(folder, "user.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <NuGetAudit>false</NuGetAudit>
                <RestorePackagesPath>{folder}/packages</RestorePackagesPath>
                <RestoreFallbackFolders>{cache}</RestoreFallbackFolders>
                <RestoreAdditionalProjectSources>{packages.Packages}</RestoreAdditionalProjectSources>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
                <CreateSymbolicLinksForCopyLocalIfPossible>true</CreateSymbolicLinksForCopyLocalIfPossible>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ProfessorForcing" Version="{version}" />
                <PackageReference Include="TorchSharp-cpu" Version="0.107.0" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), """
            var before = ProfessorForcing.Native.Devices.Parse("cpu");
            using var sum = TorchSharp.torch.ones(2) + TorchSharp.torch.ones(2);
            System.Console.WriteLine("the sum is " + sum.sum().item<float>());
            """);
        Assert.Contains("the sum is 4", packages.Succeed("dotnet", ["run", "--project", folder]), StringComparison.Ordinal);
    }

    private ZipArchive OpenPackage(string name) =>
        ZipFile.OpenRead(Directory.GetFiles(packages.Packages, $"{name}.*.nupkg").Single(path => char.IsDigit(Path.GetFileName(path)[name.Length + 1])));
}
