<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text"/>
  <xsl:template match="ship"><xsl:value-of select="."/>: <xsl:value-of select="@tons"/> tons</xsl:template>
</xsl:stylesheet>
