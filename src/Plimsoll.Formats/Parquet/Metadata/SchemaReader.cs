namespace Plimsoll.Formats.Parquet.Metadata;

/// <summary>Reads the list of <c>SchemaElement</c>: a root and, in the flat files read here, one leaf for each column.</summary>
internal static class SchemaReader
{
    private const int Required = 0;
    private const int Optional = 1;

    public static ParquetColumn[] Read(ref CompactReader reader, CompactType type)
    {
        var count = reader.ReadListHeader(type, out var element);
        if (count < 1)
            throw new MalformedDataException("the schema is empty");
        CompactReader.EnterStruct(element);
        var root = ReadElement(ref reader);
        if (root.Children != count - 1)
            throw new MalformedDataException($"the schema is nested: its root has {root.Children} children of {count - 1} elements; only flat files are supported");

        var columns = new ParquetColumn[count - 1];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = ToColumn(ReadElement(ref reader));
            if (!names.Add(columns[i].Name))
                throw new MalformedDataException($"two columns are named '{columns[i].Name}'");
        }

        return columns;
    }

    private static ParquetColumn ToColumn(in SchemaElement element)
    {
        if (element.Name is null)
            throw new MalformedDataException("a column has no name");
        if (element.Children > 0 || element.Type < 0)
            throw new MalformedDataException($"column '{element.Name}' is a group; only flat files are supported");
        if (element.Type > (int)ParquetType.FixedLengthByteArray)
            throw new MalformedDataException($"column '{element.Name}' has the unknown type {element.Type}");
        if (element.Repetition is not (Required or Optional))
            throw new MalformedDataException($"column '{element.Name}' is repeated; only flat files are supported");
        if (element.Type == (int)ParquetType.FixedLengthByteArray && element.Length <= 0)
            throw new MalformedDataException($"column '{element.Name}' has values of {element.Length} bytes");
        return new ParquetColumn(element.Name, (ParquetType)element.Type, element.Repetition == Optional)
        {
            FixedLength = element.Type == (int)ParquetType.FixedLengthByteArray ? element.Length : 0,
            IsUnsigned = element.IsUnsigned,
            IsDecimal = element.IsDecimal,
        };
    }

    private static SchemaElement ReadElement(ref CompactReader reader)
    {
        var element = new SchemaElement { Type = -1, Repetition = Required };
        var field = 0;
        while (reader.NextField(ref field, out var type))
        {
            switch (field)
            {
                case 1:
                    element.Type = reader.ReadInt32(type);
                    break;
                case 2:
                    element.Length = reader.ReadInt32(type);
                    break;
                case 3:
                    element.Repetition = reader.ReadInt32(type);
                    break;
                case 4:
                    element.Name = System.Text.Encoding.UTF8.GetString(reader.ReadBinary(type));
                    break;
                case 5:
                    element.Children = reader.ReadInt32(type);
                    break;
                case 6:
                    ApplyConvertedType(reader.ReadInt32(type), ref element);
                    break;
                case 10:
                    CompactReader.EnterStruct(type);
                    ReadLogicalType(ref reader, ref element);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return element;
    }

    // The older annotation: 5 is DECIMAL, 11 to 14 are the unsigned integers.
    private static void ApplyConvertedType(int converted, ref SchemaElement element)
    {
        element.IsDecimal |= converted == 5;
        element.IsUnsigned |= converted is >= 11 and <= 14;
    }

    // The newer annotation is a union: member 5 is DECIMAL, member 10 is INTEGER with its sign in field 2.
    private static void ReadLogicalType(ref CompactReader reader, ref SchemaElement element)
    {
        var member = 0;
        while (reader.NextField(ref member, out var type))
        {
            element.IsDecimal |= member == 5;
            if (member != 10)
            {
                reader.Skip(type);
                continue;
            }

            CompactReader.EnterStruct(type);
            var field = 0;
            while (reader.NextField(ref field, out var fieldType))
            {
                if (field == 2)
                    element.IsUnsigned |= !CompactReader.ReadBoolean(fieldType);
                else
                    reader.Skip(fieldType);
            }
        }
    }

    private struct SchemaElement
    {
        public string? Name;
        public int Type;
        public int Length;
        public int Repetition;
        public int Children;
        public bool IsUnsigned;
        public bool IsDecimal;
    }
}
