-- file_column: the columns of a file of a backup, as it names them itself.
--
-- Grain   name

DESCRIBE TABLE file({path:String}, 'Native')
