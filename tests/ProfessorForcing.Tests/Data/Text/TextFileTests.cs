using System.Text;

using ProfessorForcing.Data.Text;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Data.Text;

public sealed class TextFileTests
{
    [Fact]
    public void A_byte_order_mark_is_left_out()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("\u00E4b", TextFile.Read(folder.Write("bom.txt", [0xEF, 0xBB, 0xBF, .. "\u00E4b"u8])));
    }

    [Fact]
    public void Invalid_utf8_is_named_with_its_offset()
    {
        using var folder = new TemporaryFolder();
        Assert.EndsWith("bad byte at offset 3", Error(folder.Write("bad.txt", [.. "a\u00E9"u8, 0xFF, .. "b"u8])), StringComparison.Ordinal);
        Assert.EndsWith("bad byte at offset 1", Error(folder.Write("cut.txt", [.. "a"u8, 0xE2, 0x82])), StringComparison.Ordinal);
        Assert.EndsWith("bad byte at offset 0", Error(folder.Write("surrogate.txt", [0xED, 0xA0, 0x80])), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_text_file_is_refused_in_one_line()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("NUL byte at offset 2", Error(folder.Write("binary", [1, 2, 0, 3])), StringComparison.Ordinal);
        Assert.Contains("UTF-16", Error(folder.Write("utf16.txt", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("ab")).ToArray())), StringComparison.Ordinal);
        Assert.Contains("is empty", Error(folder.Write("empty.txt", "")), StringComparison.Ordinal);
        Assert.Contains("is empty", Error(folder.Write("mark.txt", [0xEF, 0xBB, 0xBF])), StringComparison.Ordinal);
        Assert.Contains("is a folder", Error(folder.Path), StringComparison.Ordinal);
        Assert.Contains("does not exist", Error(Path.Combine(folder.Path, "none.txt")), StringComparison.Ordinal);
        Assert.Contains("does not exist", Error(Path.Combine(folder.Path, "none", "none.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_permission_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("secret.txt", "abc");
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "needs a user for whom file permissions count");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.Contains("cannot be read", Error(path), StringComparison.Ordinal);
    }

    private static string Error(string path)
    {
        var message = Assert.Throws<InputDataException>(() => TextFile.Read(path)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
