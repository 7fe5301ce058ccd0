using System.Buffers.Binary;

using CsCheck;

using ProfessorForcing.Native;

namespace ProfessorForcing.Tests.Native;

public sealed class ElfVersionNeedsTests
{
    private const string Version = "GLIBCXX_3.4.32";

    [Fact]
    public void The_named_version_becomes_weak_and_nothing_else_changes()
    {
        var image = SmallLibrary.Create("GLIBCXX_3.4.3", Version, "GLIBCXX_3.4.321");
        var patched = ElfVersionNeeds.MakeWeak(image, Version);
        var expected = image.ToArray();
        expected[SmallLibrary.Flags(1)] |= 2;
        Assert.Equal(expected, patched);
    }

    [Fact]
    public void Other_flags_are_kept()
    {
        var image = SmallLibrary.Create(Version);
        image[SmallLibrary.Flags(0)] = 5;
        Assert.Equal(7, ElfVersionNeeds.MakeWeak(image, Version)[SmallLibrary.Flags(0)]);
    }

    [Fact]
    public void Doing_it_twice_is_doing_it_once()
    {
        var once = ElfVersionNeeds.MakeWeak(SmallLibrary.Create("GLIBCXX_3.4", Version), Version);
        Assert.Equal(once, ElfVersionNeeds.MakeWeak(once, Version));
    }

    [Fact]
    public void A_version_that_is_not_asked_for_changes_nothing()
    {
        var image = SmallLibrary.Create("GLIBCXX_3.4", "CXXABI_1.3");
        Assert.Equal(image, ElfVersionNeeds.MakeWeak(image, Version));
    }

    [Fact]
    public void The_library_given_is_left_alone()
    {
        var image = SmallLibrary.Create(Version);
        var before = image.ToArray();
        _ = ElfVersionNeeds.MakeWeak(image, Version);
        Assert.Equal(before, image);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MZ, which is how another system's programs start; made long enough to hold an ELF header")]
    public void What_is_no_library_is_refused(string content)
    {
        var error = Assert.Throws<BadImageFormatException>(() => ElfVersionNeeds.MakeWeak(System.Text.Encoding.ASCII.GetBytes(content), Version));
        Assert.Contains("64-bit little-endian", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Needs_outside_the_file_are_refused()
    {
        var image = SmallLibrary.Create(Version);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(SmallLibrary.Needs + 8), 1 << 30);
        var error = Assert.Throws<BadImageFormatException>(() => ElfVersionNeeds.MakeWeak(image, Version));
        Assert.Contains($"outside the {image.Length} bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Needs_without_a_string_table_are_refused()
    {
        var image = SmallLibrary.Create(Version);
        image[SmallLibrary.Dynamic] = 99;
        Assert.Throws<BadImageFormatException>(() => ElfVersionNeeds.MakeWeak(image, Version));
    }

    [Fact]
    public void A_truncated_library_is_refused()
    {
        var image = SmallLibrary.Create(Version, "GLIBCXX_3.4");
        for (var length = 0; length < image.Length; length++)
            Assert.Throws<BadImageFormatException>(() => ElfVersionNeeds.MakeWeak(image.AsSpan(0, length), "GLIBCXX_3.4"));
    }

    [Fact]
    public void Damage_never_changes_the_length_or_ends_in_another_error()
    {
        var image = SmallLibrary.Create("GLIBCXX_3.4", Version);
        Gen.Select(Gen.Int[0, image.Length - 1], Gen.Byte).Array[1, 6].Sample(changes =>
        {
            var damaged = image.ToArray();
            foreach (var (at, value) in changes)
                damaged[at] = value;
            try
            {
                return ElfVersionNeeds.MakeWeak(damaged, Version).Length == damaged.Length;
            }
            catch (BadImageFormatException)
            {
                return true;
            }
        }, iter: 20_000);
    }

    [Fact]
    public void In_TorchSharps_own_library_one_flag_changes()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
        if (!File.Exists(path))
            Assert.Skip($"{path} exists on Linux only");
        var image = File.ReadAllBytes(path);
        var patched = ElfVersionNeeds.MakeWeak(image, Version);
        var changed = Enumerable.Range(0, image.Length).Where(i => image[i] != patched[i]).ToList();
        var at = Assert.Single(changed);
        Assert.Equal(image[at] | 2, patched[at]);
    }
}
