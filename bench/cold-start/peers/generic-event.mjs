import '../../servers/bare.mjs';
