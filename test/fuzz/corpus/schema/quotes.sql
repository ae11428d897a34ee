CREATE TABLE "a:int" (x :text DEFAULT ':id;', y :real) ; -- :blob
SELECT x::text, $1 + $22 FROM t WHERE '$3' = "$4";