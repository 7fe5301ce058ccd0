using System.Security.Cryptography;

using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data;

/// <summary>A file of a published data set, as it should be.</summary>
/// <param name="Path">Path below a data root, such as <c>ptb/ptb.train.txt</c>.</param>
/// <param name="Bytes">Its size in bytes.</param>
/// <param name="Sha256">SHA-256 of its content in lower-case hexadecimal digits.</param>
public sealed record KnownFile(string Path, long Bytes, string Sha256)
{
    /// <summary>The same content in another form, such as unpacked, that serves where this one is not there; null if there is none.</summary>
    public KnownFile? Other { get; init; }

    /// <summary>Reads the file and makes sure that it is the known one.</summary>
    /// <exception cref="InputDataException">It is missing, unreadable, truncated or another file.</exception>
    public byte[] Read(DataLocator locator)
    {
        ArgumentNullException.ThrowIfNull(locator);
        var found = locator.Find(Path);
        var bytes = DataFile.ReadBytes(found);
        return Fault(bytes) is { } fault ? throw new InputDataException($"'{found}' is not the published file: {fault}") : bytes;
    }

    /// <summary>What is wrong with a content, or null if it is the known one.</summary>
    internal string? Fault(byte[] bytes)
    {
        if (bytes.Length != Bytes)
            return $"it has {bytes.Length:N0} bytes instead of {Bytes:N0}{(bytes.Length < Bytes ? " (truncated?)" : "")}";
        var actual = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return actual == Sha256 ? null : $"its SHA-256 is {actual} instead of {Sha256}";
    }
}
