"""Law as arithmetic: which charges a shipment bears, and what a programme takes off."""
