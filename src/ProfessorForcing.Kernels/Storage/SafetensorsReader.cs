using System.Buffers.Binary;
using System.Runtime.InteropServices;

using Microsoft.Win32.SafeHandles;

namespace ProfessorForcing.Kernels.Storage;

/// <summary>
/// Reads the safetensors format. Opening checks the whole header against the length of the file, so that nothing is
/// allocated that the file cannot fill; the elements are read when asked for, straight to where they are wanted.
/// </summary>
public sealed class SafetensorsReader : IDisposable
{
    /// <summary>Longest header that the format allows, in bytes.</summary>
    internal const int MaxHeaderLength = 100_000_000;

    private const int ChunkBytes = 1 << 20;

    private readonly SafeFileHandle _handle;
    private readonly SafetensorsHeader _header;

    private SafetensorsReader(string path, SafeFileHandle handle, SafetensorsHeader header) =>
        (Path, _handle, _header) = (path, handle, header);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Free text by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>The tensors, as they lie in the file.</summary>
    public IReadOnlyCollection<SafetensorsEntry> Entries => _header.Entries;

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="SafetensorsException">The file cannot be read, or is malformed or truncated.</exception>
    public static SafetensorsReader Open(string path)
    {
        try
        {
            return Open(path, File.OpenHandle(path));
        }
        // NotSupportedException: no file but a device.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new SafetensorsException($"{path}: cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Takes over an open file and checks its header.</summary>
    internal static SafetensorsReader Open(string path, SafeFileHandle handle)
    {
        try
        {
            return new SafetensorsReader(path, handle, ReadHeader(path, handle));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Contains(string name) => _header.ByName.ContainsKey(name);

    /// <summary>What is stored under a name.</summary>
    /// <exception cref="SafetensorsException">There is no such tensor.</exception>
    public SafetensorsEntry Entry(string name) =>
        _header.ByName.GetValueOrDefault(name) ?? throw new SafetensorsException($"{Path}: has no tensor '{name}'");

    /// <summary>Reads all elements of a tensor.</summary>
    /// <typeparam name="T">What its type holds: float for F32, long for I64, …</typeparam>
    /// <returns>The elements in row-major order.</returns>
    /// <exception cref="SafetensorsException">There is no such tensor, it is of another type, or too large for an array.</exception>
    public T[] Read<T>(string name) where T : unmanaged
    {
        var entry = Entry(name);
        if (entry.Type != SafetensorsTypes.For<T>())
            throw new SafetensorsException($"{Path}: tensor '{name}' is {SafetensorsTypes.NameOf(entry.Type)}, not {SafetensorsTypes.NameOf(SafetensorsTypes.For<T>())}");
        if (entry.Count > Array.MaxLength)
            throw new SafetensorsException($"{Path}: tensor '{name}' has {entry.Count} elements, more than an array holds");
        var values = new T[entry.Count];
        var chunk = ChunkBytes / SafetensorsTypes.SizeOf(entry.Type);
        for (var from = 0; from < values.Length; from += chunk)
        {
            var piece = values.AsSpan(from, Math.Min(chunk, values.Length - from));
            ReadBytes(entry, (long)from * SafetensorsTypes.SizeOf(entry.Type), MemoryMarshal.AsBytes(piece));
        }
        return values;
    }

    /// <summary>Reads a part of a tensor's bytes (row-major, little-endian) to where they are wanted.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <param name="offset">First byte within the tensor.</param>
    /// <param name="destination">Filled completely.</param>
    /// <exception cref="SafetensorsException">The file has become shorter, or cannot be read.</exception>
    public void ReadBytes(SafetensorsEntry entry, long offset, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, entry.ByteLength - destination.Length);
        Fill(Path, _handle, entry.Offset + offset, destination);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static SafetensorsHeader ReadHeader(string path, SafeFileHandle handle)
    {
        var fileLength = RandomAccess.GetLength(handle);
        if (fileLength < 8)
            throw new SafetensorsException($"{path}: no safetensors file: {fileLength} bytes cannot hold the header's length");
        Span<byte> prefix = stackalloc byte[8];
        Fill(path, handle, 0, prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxHeaderLength)
            throw new SafetensorsException($"{path}: no safetensors file: a header of {length} bytes, but at most {MaxHeaderLength} are allowed");
        if ((long)length > fileLength - 8)
            throw new SafetensorsException($"{path}: truncated: a header of {length} bytes in a file of {fileLength}");
        var header = new byte[length];
        Fill(path, handle, 8, header);
        return SafetensorsHeader.Parse(path, header, fileLength);
    }

    private static void Fill(string path, SafeFileHandle handle, long offset, Span<byte> destination)
    {
        try
        {
            while (destination.Length > 0)
            {
                var count = RandomAccess.Read(handle, destination, offset);
                if (count == 0)
                    throw new SafetensorsException($"{path}: truncated at byte {offset}");
                offset += count;
                destination = destination[count..];
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SafetensorsException($"{path}: cannot be read: {exception.Message}", exception);
        }
    }
}
