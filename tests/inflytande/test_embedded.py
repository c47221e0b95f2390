from inflytande import embedded
